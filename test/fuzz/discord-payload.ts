import fc from 'fast-check';
import { toInteractionJson } from '../fakes/discord/interaction-json.ts';
import { mutated } from './mutate.ts';
import { nastyText } from './nasty.ts';
import { nastyCall } from './nasty-call.ts';

const APP = '100000000000000001';
const id = fc.constantFrom('200000000000000001', '200000000000000002');
const place = fc.record({
  user: id,
  guild: fc.constantFrom('300000000000000001', null),
  locale: fc.constantFrom('en-US', 'zh-CN', 'fr'),
});

const discordValue = fc.oneof(nastyText, fc.double({ noNaN: true }), fc.integer());
const discordCall = nastyCall(discordValue).map(({ command, options }) => ({
  id: '1',
  name: `theta-${command}`,
  type: 1,
  options: options.map(([name, value]) => ({ name, type: typeof value === 'string' ? 3 : 10, value })),
}));

const interaction = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(discordCall, place).map(([data, from]) => toInteractionJson(2, data, APP, from)),
  },
  fc
    .tuple(nastyText, place)
    .map(([custom_id, from]) =>
      toInteractionJson(3, { custom_id, component_type: 2, id: 1 }, APP, from, { id: '5' }),
    ),
  fc
    .tuple(discordCall, nastyText, place)
    .map(([data, value, from]) =>
      toInteractionJson(
        4,
        { ...data, options: [...data.options.slice(1), { name: 'run', type: 3, value, focused: true }] },
        APP,
        from,
      ),
    ),
);

/** Interactions as Discord sends them, and as it never would. The commands have the prefix `theta-`. */
export const discordPayload = mutated(interaction);
