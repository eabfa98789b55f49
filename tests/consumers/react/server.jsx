import { renderToString } from 'react-dom/server';
import { Portal } from './portal.jsx';

/** The page as a server renders it. */
export const html = renderToString(<Portal />);
