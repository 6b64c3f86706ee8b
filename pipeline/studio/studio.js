// Esc stops; a picture dropped beside the upload fields brings its settings back.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const stop = [...document.querySelectorAll("button.stop")].find((b) => b.offsetParent);
  stop?.click();
});
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
const inUpload = (event) => event.target.closest?.(".upload, .accepts-files");
addEventListener("dragover", (event) => {
  if (carriesFiles(event) && !inUpload(event)) event.preventDefault();
});
// The upload field may still be loading when the page can already be seen.
const restore = (files, tries = 50) => {
  const input = document.querySelector("#dropped input[type=file]");
  if (!input) return tries && setTimeout(restore, 100, files, tries - 1);
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
addEventListener("drop", (event) => {
  if (!carriesFiles(event) || inUpload(event)) return;
  event.preventDefault();
  restore(event.dataTransfer.files);
});
// A picture that is pasted goes into the upload field that can be seen, else it is looked through
// for settings. A field that is taken is emptied first.
const give = (files, tries = 50) => {
  const upload = [...document.querySelectorAll(".upload")].find((element) => element.offsetParent);
  if (!upload) return restore(files);
  const input = upload.querySelector("input[type=file]");
  if (!input) {
    upload.querySelector("button[aria-label='Remove Image']")?.click();
    return tries && setTimeout(give, 100, files, tries - 1);
  }
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!files?.length || inUpload(event)) return;
  event.preventDefault();
  give(files);
});
// Presses a button that its tab may not have drawn yet; a fold that is open stays open.
window.press = (selector, tries = 50) => {
  const button = document.querySelector(selector);
  if (!button?.offsetParent) return tries && setTimeout(press, 100, selector, tries - 1);
  if (!button.classList.contains("open")) button.click();
};
// Who writes a seed wants it kept; Gradio's own input event misses one that is pasted.
const SEED = ".seeds :is(textarea, input[type=text])";
const keepSeed = (field, tries = 50, again = 8) => {
  const lock = field.closest(".seeds")?.querySelector("input[type=checkbox]");
  if (!lock) return tries && setTimeout(keepSeed, 100, field, tries - 1);
  if (lock.checked !== Boolean(field.value.trim())) lock.click();
  // A lock that has only just come may not listen yet, and falls back.
  if (again) setTimeout(keepSeed, 100, field, 0, again - 1);
};
addEventListener("input", (event) => event.target.matches?.(SEED) && keepSeed(event.target));
// Names that some components leave out, for screen readers.
const nameThings = () => {
  document.querySelectorAll(".empty[aria-label]:not([role])").forEach((e) => e.setAttribute("role", "img"));
  // The spaces between highlighted words are not buttons.
  document.querySelectorAll("span.token[role=button]").forEach((token) => {
    if (!token.textContent.trim()) token.setAttribute("role", "presentation");
  });
  document.querySelectorAll("button.thumbnail-item").forEach((button) => {
    const words = button.querySelector(".caption-label")?.textContent.trim();
    if (words && button.getAttribute("aria-label") !== words) button.setAttribute("aria-label", words);
  });
  document.querySelectorAll("button.gallery-item:not([aria-label]) img").forEach((image) => {
    const name = decodeURIComponent(image.src.split("/").pop()).replace(/\.\w+$/, "");
    image.closest("button").setAttribute("aria-label", name);
  });
};
// What the cards say of the jobs, in a region that stays: what is new together with its region is
// not read aloud.
const voice = document.createElement("div");
voice.setAttribute("aria-live", "polite");
voice.className = "unseen";
const sayWhatIsNew = () => {
  if (!voice.isConnected) document.body?.append(voice);
  const said = document.querySelector("#jobs .said")?.textContent ?? "";
  if (voice.textContent !== said) voice.textContent = said;
};
// The page is often there, and may have been written in, before this script is.
const whole = { childList: true, subtree: true };
new MutationObserver(nameThings).observe(document.documentElement, whole);
new MutationObserver(sayWhatIsNew).observe(document.documentElement, whole);
nameThings();
document.querySelectorAll(SEED).forEach((field) => field.value.trim() && keepSeed(field));
