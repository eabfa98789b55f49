import { DaytallyElement } from '../element';
import { survivesTranslation } from '../element/translation';
import { DropZone } from '../ui/files/drop_zone';

survivesTranslation();
customElements.define('day-tally-drop-zone', DropZone);
customElements.define('day-tally', DaytallyElement);
