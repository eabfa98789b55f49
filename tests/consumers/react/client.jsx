import { hydrateRoot } from 'react-dom/client';
import { Report } from './report.jsx';

hydrateRoot(document.getElementById('root'), <Report />);
