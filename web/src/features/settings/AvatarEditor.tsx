import { useRef, useState } from "react";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { useAction } from "../../shared/use-action";
import { Button } from "../../ui/Button";
import { shrinkImage } from "../../ui/shrink-image";
import { useToast } from "../../ui/Toast";
import styles from "./settings.module.css";

/** A picture, made small on the device before it leaves. */
export function AvatarEditor() {
  const client = useClient();
  const me = useMe().user;
  const toast = useToast();
  const { run, busy } = useAction();
  const [reading, setReading] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const pick = async (file: File | undefined) => {
    if (!file) return;
    setReading(true);
    const small = await shrinkImage(file).catch(() => undefined);
    setReading(false);
    if (small) await run(() => client.people.setAvatar(small));
    else toast({ text: t("person.pictureUnreadable"), tone: "danger" });
  };
  return (
    <div className={styles.avatar}>
      <PersonAvatar user={me} size={88} />
      <div className={styles.avatarButtons}>
        <Button icon="photo" busy={busy || reading} onClick={() => input.current?.click()}>
          {me.avatar ? t("person.changePicture") : t("person.addPicture")}
        </Button>
        {me.avatar && (
          <Button kind="quiet" onClick={() => run(() => client.people.setAvatar(null))}>
            {t("person.removePicture")}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={(e) => {
          pick(e.target.files?.[0]);
          e.target.value = "";
        }}
      />
    </div>
  );
}
