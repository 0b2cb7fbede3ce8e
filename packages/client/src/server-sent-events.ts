export interface ServerSentEvent {
  /** The last id that was sent, with this event or before it. */
  id: string;
  type: string;
  data: string;
}

export interface EventParser {
  /** How long the server asks to wait before reconnecting. */
  readonly retryMs: number | null;
  /** @returns the events that this text completes. @throws Error one of them is too long */
  push(text: string): ServerSentEvent[];
}

/** Far more than any event has. */
const maxUnfinishedLength = 1024 * 1024;

/** As specified in https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
export function createEventParser(): EventParser {
  let unfinished = '';
  let id = '';
  let type = '';
  let data: string[] = [];
  let retryMs: number | null = null;

  function readField(line: string): void {
    const [name, value] = splitField(line);
    if (name === 'event') type = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) retryMs = Number(value);
  }

  function finishEvent(): ServerSentEvent[] {
    const event = { id, type: type || 'message', data: data.join('\n') };
    const isEmpty = data.length === 0;
    type = '';
    data = [];
    return isEmpty ? [] : [event];
  }

  return {
    get retryMs() {
      return retryMs;
    },
    push(text) {
      unfinished += text;
      // A carriage return at the very end may be half of a line break.
      const lines = unfinished.split(/\r\n|\n|\r(?!$)/);
      unfinished = lines.pop() ?? '';
      if (unfinished.length + data.join('').length > maxUnfinishedLength) {
        throw new Error('an event of the stream is too long');
      }
      return lines.flatMap((line) => {
        if (line === '') return finishEvent();
        readField(line);
        return [];
      });
    },
  };
}

/** A comment, such as a heartbeat, is a field without a name. */
function splitField(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
