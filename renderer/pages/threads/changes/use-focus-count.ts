import { useEffect, useState } from 'react';

/** How often the window has got the focus since this is shown. */
export function useFocusCount(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const more = () => setCount((before) => before + 1);
    window.addEventListener('focus', more);
    return () => window.removeEventListener('focus', more);
  }, []);
  return count;
}
