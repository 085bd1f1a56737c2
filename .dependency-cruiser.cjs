// Holds the import boundaries: main → adapters → command, reply; commands → services by their contracts; numbers alone.
// Type imports count too: a part that knows another's types knows it.

const ADAPTERS = '^src/(discord|slack|local)/';

/** Packages that only one folder may name, so that each can be replaced in one place. */
const OWNERS = {
  'src/discord': ['discord.js', '@discordjs/.+', 'discord-api-types'],
  'src/slack': ['@slack/.+'],
  'src/regression': ['@tensorflow/.+'],
  'src/charts': ['chart\\.js', '@napi-rs/canvas', 'quickchart-js'],
  'src/store': ['kysely', 'libsql', 'pg', 'pg-.+'],
  'src/work': ['piscina'],
};

const ownership = Object.entries(OWNERS).map(([folder, packages]) => ({
  name: `only-${folder.replace('src/', '')}-names-its-packages`,
  comment: `Only ${folder}/ names ${packages.join(', ')}.`,
  severity: 'error',
  from: { path: '^(src|commands)/', pathNot: `^${folder}/` },
  to: { path: `(^|node_modules/)(@types/)?(${packages.join('|')})(/|$)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'adapters-know-theta-by-its-contract',
      comment:
        'An adapter imports src/command, src/reply, src/locales, src/checkup and the two small root modules, and no other adapter.',
      severity: 'error',
      from: { path: ADAPTERS },
      to: {
        path: '^(src|commands)/',
        pathNot: '^src/(($1|command|reply|locales|checkup)/|usage-error.ts|project-root.ts)',
      },
    },
    {
      name: 'commands-know-no-platform',
      comment:
        'A command imports declarations and services; no adapter, no other command, nothing of the composition.',
      severity: 'error',
      from: { path: '^commands/' },
      to: {
        path: '^(src|commands)/',
        pathNot: '^src/(command|reply|locales|regression|charts|knowledge|tutor|store|work)/',
      },
    },
    {
      name: 'regression-is-numbers',
      comment:
        'Numbers in, numbers out: regression imports no other part of Theta, but for the shapes of figures.',
      severity: 'error',
      from: { path: '^src/regression/' },
      to: { path: '^(src|commands)/', pathNot: '^src/(regression/|charts/chart\\.ts$)' },
    },
    {
      name: 'knowledge-is-words',
      comment: 'Knowledge imports src/reply (marked-up text) and src/locales alone.',
      severity: 'error',
      from: { path: '^src/knowledge/' },
      to: { path: '^(src|commands)/', pathNot: '^src/((knowledge|reply|locales)/|project-root.ts)' },
    },
    {
      name: 'checkup-knows-no-part',
      comment: 'What is checked lives with its part; src/checkup has what check-ups share, and the machine.',
      severity: 'error',
      from: { path: '^src/checkup/' },
      to: { path: '^(src|commands)/', pathNot: '^src/(checkup|locales)/' },
    },
    {
      name: 'log-knows-no-part',
      comment: 'Whatever writes a log is at hand before anything else is, and keeps the secrets of all.',
      severity: 'error',
      from: { path: '^src/log/' },
      to: { path: '^(src|commands)/', pathNot: '^src/log/' },
    },
    {
      name: 'services-are-known-by-their-contracts',
      comment:
        'Of store, work and knowledge others import store.ts, work.ts and knowledge.ts; main opens them.',
      severity: 'error',
      from: { path: '^(?:src/([^/]+)/|commands/)' },
      to: {
        path: '^src/(store|work|knowledge)/',
        pathNot: ['^src/$1/', '^src/(store/store|work/work|knowledge/knowledge)\\.ts$'],
      },
    },
    {
      name: 'only-main-composes',
      comment:
        'Adapters and commands are put together at the root of src, and nowhere else; the page’s guards stand before /metrics as well.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: [
          ADAPTERS,
          '^commands/',
          '^src/(main|config|serve|say|backup|doctor|open-(theta|surfaces))\\.ts$',
        ],
        pathNot: ['^src/$1/', '^src/local/(guards|refused)\\.ts$'],
      },
    },
    {
      name: 'the-page-stands-alone',
      comment: 'src/local/page runs in the browser.',
      severity: 'error',
      from: { path: '^src/local/page/' },
      to: { pathNot: '^src/local/page/' },
    },
    ...ownership,
    {
      name: 'no-circular-imports',
      comment: 'Modules that import each other, other than for types, load in an order that nobody chose.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nobody imports and that imports nothing is dead, or an entry to be named here.',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/local/page/', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(src|commands)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(src|commands)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that only another package brings may be gone after its next version.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
