/** A process of its own that backs a database up, and prints the most memory that it held, in kilobytes. */
import { backUp } from '../../src/store/backup.ts';
import { restore } from '../../src/store/restore.ts';

const [mode, options = '', file = ''] = process.argv.slice(2);
await (mode === 'restore' ? restore : backUp)(JSON.parse(options), file);
console.log(process.resourceUsage().maxRSS);
