import { useState } from 'react';
import type { Picture, Pictures } from '../../../server/contract/pictures.ts';
import { words } from '../../words.ts';
import classes from './picture-sides.module.css';

const text = words.diff.pictures;

/** A picture before and after, side by side. */
export function PictureSides({ name, pictures }: { name: string; pictures: Pictures }) {
  const { before, after } = pictures;
  return (
    <div className={classes.sides}>
      {before && <Side name={name} label={text.before} picture={before} />}
      {after && <Side name={name} label={text.after} picture={after} />}
    </div>
  );
}

function Side({ name, label, picture }: { name: string; label: string; picture: Picture }) {
  const [isBroken, setBroken] = useState(false);
  const source = sourceOf(picture);
  const facts = [
    label,
    picture.kind === 'raster' && text.pixels(picture.width, picture.height),
    text.size(picture.sizeBytes),
  ];
  return (
    <figure className={classes.figure}>
      {source === undefined || isBroken ? (
        <p className={classes.note}>{picture.kind === 'too-large' ? text.tooLarge : text.broken}</p>
      ) : (
        <img
          className={classes.image}
          src={source}
          alt={`${label}: ${name}`}
          onError={() => setBroken(true)}
        />
      )}
      <figcaption>{facts.filter(Boolean).join(' · ')}</figcaption>
    </figure>
  );
}

/** In an image, an SVG can neither run a script nor load anything. */
function sourceOf(picture: Picture): string | undefined {
  switch (picture.kind) {
    case 'raster':
      return `data:image/${picture.type};base64,${picture.base64}`;
    case 'svg':
      return `data:image/svg+xml,${encodeURIComponent(picture.text)}`;
    default:
      return undefined;
  }
}
