const shownForMs = 1_500;

/** Puts a button beside each block of code that copies it, where the browser lets pages copy: over HTTPS, or at home. */
export function offerCopying(page: ParentNode): void {
  if (!window.isSecureContext) return;
  for (const block of page.querySelectorAll('.code')) block.append(copyButton(block));
}

function copyButton(block: Element): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', () => void copy(block, button));
  return button;
}

async function copy(block: Element, button: HTMLButtonElement): Promise<void> {
  await navigator.clipboard.writeText(block.querySelector('pre')?.textContent ?? '');
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = 'Copy'), shownForMs);
}
