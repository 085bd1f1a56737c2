/**
 * One half of the adapter as a process of its own, on a store: `receive`, `answer`, or `hang`, which takes jobs and never
 * finishes. Prints a line once it is up.
 */
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { createDiscordAnswerer } from '../../src/discord/answerer.ts';
import { startDiscord } from '../../src/discord/start-discord.ts';
import { openStore } from '../../src/store/open-store.ts';
import { BOARD, ScriptedTheta, slow } from './scripted-theta.ts';

const [half = '', apiUrl = '', options = ''] = process.argv.slice(2);
const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }));
const store = await openStore({ ...JSON.parse(options), log });
const theta = new ScriptedTheta({ log });
theta.next = () => slow(half === 'hang' ? () => new Promise(() => {}) : async () => BOARD);
if (half === 'receive') await startDiscord({ token: 'any', apiUrl, log }, theta, store.jobs);
else await store.jobs.start({ discord: createDiscordAnswerer({ apiUrl, log }, theta) });
writeSync(1, 'up\n');
