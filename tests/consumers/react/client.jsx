import { hydrateRoot } from 'react-dom/client';
import { Portal } from './portal.jsx';

hydrateRoot(document.getElementById('root'), <Portal />);
