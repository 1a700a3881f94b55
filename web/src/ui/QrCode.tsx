import { useEffect, useState } from "react";
import styles from "./QrCode.module.css";

/** A link to be read by another phone's camera. Black on white in every theme: cameras need it. */
export function QrCode({ text, label, size = 220 }: { text: string; label: string; size?: number }) {
  const [code, setCode] = useState<{ d: string; n: number }>();
  useEffect(() => {
    let current = true;
    import("qr").then(({ encodeQR }) => {
      const rows = encodeQR(text, "raw", { ecc: "medium", border: 2 });
      const d = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
      if (current) setCode({ d, n: rows.length });
    });
    return () => {
      current = false;
    };
  }, [text]);
  return (
    <div className={styles.frame} style={{ width: size, height: size }}>
      {code && (
        <svg viewBox={`0 0 ${code.n} ${code.n}`} role="img" aria-label={label} shapeRendering="crispEdges">
          <path d={code.d} fill="#000" />
        </svg>
      )}
    </div>
  );
}
