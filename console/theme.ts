// Sets the theme that the reader chose before anything is drawn; loaded in the head, before the modules.
{
  const kept = localStorage.getItem('lastcopy.theme')
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept
  document.documentElement.classList.add('scripted')
}
