import { startFakes, startTheta } from './class/start-parts.ts';
import { measureBurst } from './class/measure-burst.ts';
import { readThreads } from './class/process-figures.ts';
const fakes = await startFakes();
const { discord, slack } = await fakes.call('environment');
for (const args of [[], ['--single-threaded-gc'], ['--v8-pool-size=1'], ['--max-lazy'], ['--no-opt'],['--max-semi-space-size=32'],['--gc-global'],['--trace-gc']].slice(+(process.env.A??0),+(process.env.B??4))) {
const bot = await startTheta({...discord,...slack}, args);
await measureBurst(bot, fakes, { learners: 40, slackEvery: 6, firstSeed: 1 });
const t0 = new Map(readThreads(bot.pid).map(t=>[t.id,t.cpuSeconds]));
const f = await measureBurst(bot, fakes, { learners: 150, slackEvery: 6, firstSeed: 100 });
const th = readThreads(bot.pid).sort((a,b)=>a.id-b.id).map(t=>((t.cpuSeconds-(t0.get(t.id)??0))*1000/150).toFixed(1)).join(' ');
console.log(args.join(), f.botCpuMs.toFixed(1), 'threads', th, 'peak', (f.peakRss/1e6).toFixed(), 'bps', f.boardsPerSecond.toFixed(1), 'ack', f.acknowledged.p99, f.faults.length);
await bot.stop(); 
if(args[0]==='--trace-gc'){const w=bot.written(); const lines=w.split('\n').filter(l=>/ms: /.test(l)); const c={} as any; for(const l of lines){const m=/\] +\d+ ms: (\S+)/.exec(l); const thr=/^\[\d+:(0x\w+)/.exec(l)?.[1]; const k=thr+' '+m?.[1]; c[k]=(c[k]??0)+1;} console.log(c); console.log(lines.filter(l=>/Mark/.test(l)).slice(-10).join('\n'));}
}
await fakes.stop(); process.exit();
