/** A line of a process's log. */
export type LogEntry = Record<string, unknown>;

const colours = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2 } as const;
type Colour = keyof typeof colours;
type Paint = (colour: Colour, words: string) => string;

/** What every entry has, or what its line shows in another way. */
const ownMembers = new Set(['level', 'time', 'service', 'msg', 'err']);

/**
 * Writes entries as short lines: `12:30:01 api     POST /v1/orders 201 in 3.2 ms`,
 * `12:30:02 worker  redis is not available: connect ECONNREFUSED`. Times are in UTC, as in the orders.
 */
export function createLinePrinter(isColourful: boolean): (entry: LogEntry) => string {
  const paint: Paint = (colour, words) =>
    isColourful && words !== '' ? `\u001b[${colours[colour]}m${words}\u001b[0m` : words;
  return (entry) => {
    const time = /T(\d\d:\d\d:\d\d)/.exec(textOf(entry['time']))?.[1] ?? '';
    const body = entry['msg'] === 'request' ? requestLine(entry, paint) : messageLine(entry, paint);
    return `${paint('dim', time)} ${paint('cyan', textOf(entry['service']).padEnd(7))} ${body}`;
  };
}

function requestLine({ method, path, status, outcome, durationMs }: LogEntry, paint: Paint): string {
  const colour = Number(status) >= 500 ? 'red' : Number(status) >= 400 ? 'yellow' : 'green';
  const more = [outcome === 'ok' ? '' : `${textOf(outcome)} `, `in ${textOf(durationMs)} ms`];
  return `${textOf(method)} ${textOf(path)} ${paint(colour, textOf(status))} ${paint('dim', more.join(''))}`;
}

function messageLine(entry: LogEntry, paint: Paint): string {
  const level = Number(entry['level']);
  const members = Object.entries(entry).filter(([name, value]) => !ownMembers.has(name) && value != null);
  const facts = members.map(([name, value]) => `${name}=${shortened(value)}`).join(' ');
  const { message, stack } = (entry['err'] ?? {}) as { message?: unknown; stack?: unknown };
  const text = textOf(entry['msg']) + (message === undefined ? '' : `: ${textOf(message)}`);
  const painted = level >= 50 ? paint('red', text) : level >= 40 ? paint('yellow', text) : text;
  const line = facts === '' ? painted : `${painted} ${paint('dim', facts)}`;
  // Only what may be a bug has a stack.
  if (typeof stack !== 'string') return line;
  return [line, ...stack.split('\n').map((each) => paint('dim', textOf(each)))].join('\n');
}

/** A list by its length, an address as `host:port`. */
function shortened(value: unknown): string {
  if (Array.isArray(value)) return String(value.length);
  if (typeof value !== 'object' || value === null) return textOf(value);
  if ('address' in value && 'port' in value) return `${textOf(value.address)}:${textOf(value.port)}`;
  return JSON.stringify(value);
}

/** What others wrote may not steer the terminal. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.replaceAll(/\p{Cc}/gu, '\uFFFD');
}
