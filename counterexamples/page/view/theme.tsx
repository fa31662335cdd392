/** Light or dark: as the system has it, until the reader says otherwise. */
import { useEffect, useState } from 'preact/hooks';
import { remember, remembered } from './remembered.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'theme';

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((one) => one === remembered(KEY)) ?? 'system');
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
    remember(KEY, theme);
  }, [theme]);
  return (
    <label class="theme">
      <span class="for-readers">colours</span>
      <select
        value={theme}
        onChange={({ currentTarget }) => setTheme(THEMES.find((one) => one === currentTarget.value) ?? 'system')}
      >
        <option value="system">as the system</option>
        <option value="light">light</option>
        <option value="dark">dark</option>
      </select>
    </label>
  );
}
