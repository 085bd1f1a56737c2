// Lets worker threads read TypeScript too: `--import tsx` alone does not reach them on Node 20.
import { register } from 'tsx/esm/api';

register();
