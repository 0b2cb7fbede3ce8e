import { failingAlone } from '../platform/failing-alone.ts';

/** The two ways in which a set of commands on orders is decided. */
interface Ways<Command, Answer> {
  /** Of a command that is the only one on its order. */
  mayBePlain: (command: Command) => boolean;
  /** Decides those of a set that are plain, and changes nothing about the others, which it answers with `undefined`. */
  plainly: (commands: readonly Command[]) => Promise<(Answer | undefined)[]>;
  /** Decides a set by all rules. */
  byAllRules: (commands: readonly Command[]) => Promise<(Answer | Error)[]>;
}

/**
 * Decides a set of commands: the plain ones by a statement that is short, and those that it has left, by one that knows all
 * rules. Several commands on one order are decided together, as they have arrived.
 *
 * @returns one answer per command, in the order given; an `Error` fails only that command
 * @throws when nothing was decided
 */
export async function plainFirst<Command extends { id: string }, Answer>(
  commands: readonly Command[],
  { mayBePlain, plainly, byAllRules }: Ways<Command, Answer>,
): Promise<(Answer | Error)[]> {
  const counts = new Map<string, number>();
  for (const { id } of commands) counts.set(id, (counts.get(id) ?? 0) + 1);
  const plain = commands.map((command) => counts.get(command.id) === 1 && mayBePlain(command));
  const asked = commands.filter((_, index) => plain[index]);
  const plainAnswers = (asked.length > 0 ? await plainly(asked) : []).values();
  const answers = plain.map((isAsked) => (isAsked ? plainAnswers.next().value : undefined));
  const others = commands.filter((_, index) => !answers[index]);
  const isNothingDecided = others.length === commands.length;
  const otherAnswers = (
    isNothingDecided ? await byAllRules(others) : await answered(others, byAllRules)
  ).values();
  return answers.map((answer) => answer ?? otherAnswers.next().value!);
}

/** What has been decided stays so, whatever becomes of the others. */
async function answered<Command, Answer>(
  others: readonly Command[],
  byAllRules: Ways<Command, Answer>['byAllRules'],
): Promise<(Answer | Error)[]> {
  if (others.length === 0) return [];
  try {
    return await failingAlone(others, byAllRules);
  } catch (error) {
    return others.map(() => error as Error);
  }
}
