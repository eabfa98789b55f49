import { renderToString } from 'react-dom/server';
import { Report } from './report.jsx';

/** The page as a server renders it. */
export const html = renderToString(<Report />);
