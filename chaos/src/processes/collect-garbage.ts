/**
 * Loaded into a process before its own code: at SIGUSR2 it collects its garbage, so that its memory tells what it keeps. Node collects
 * late on a machine with much memory.
 */
process.on('SIGUSR2', () => globalThis.gc?.());
