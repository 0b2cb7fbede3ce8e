/** Whether a request comes from whoever watches this process, who needs an answer most of all when it is overloaded. */
export const isProbe = (url: string): boolean => /^\/(health\/|metrics(\?|$))/.test(url);
