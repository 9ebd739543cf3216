import { words } from '../../words.ts';
import type { PatchFile } from '../patch-files.ts';
import classes from './svg-image.module.css';

/** An added or deleted SVG as a picture. In an image it can neither run a script nor load anything. */
export function SvgImage({ file }: { file: PatchFile }) {
  const text = file.lines.slice(1).map((line) => line.slice(1));
  const address = `data:image/svg+xml,${encodeURIComponent(text.join('\n'))}`;
  return (
    <figure className={classes.figure}>
      <img className={classes.image} src={address} alt={file.path} />
      <figcaption>{words.diff.kinds[file.kind]}</figcaption>
    </figure>
  );
}
