// Loaded into the bot: its clock is off by as many milliseconds as CLOCK_FILE says, from the moment that it says so.
import { readFileSync } from 'node:fs';

const now = Date.now;
let offset = 0;
const look = () => {
  try {
    offset = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
  } catch {
    // Not turned yet.
  }
};
look();
setInterval(look, 20).unref();
Date.now = () => now() + offset;
