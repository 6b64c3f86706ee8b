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
addEventListener("drop", (event) => {
  if (!carriesFiles(event) || inUpload(event)) return;
  event.preventDefault();
  const input = document.querySelector("#dropped input[type=file]");
  if (!input) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
// Names that some components leave out, for screen readers.
const nameThings = () => {
  document.querySelectorAll(".empty[aria-label]:not([role])").forEach((e) => e.setAttribute("role", "img"));
  // The spaces between highlighted words are not buttons.
  document.querySelectorAll("span.token[role=button]").forEach((token) => {
    if (!token.textContent.trim()) token.setAttribute("role", "presentation");
  });
  document.querySelectorAll("button.gallery-item:not([aria-label]) img").forEach((image) => {
    const name = decodeURIComponent(image.src.split("/").pop()).replace(/\.\w+$/, "");
    image.closest("button").setAttribute("aria-label", name);
  });
};
// The page is often there before this script is.
new MutationObserver(nameThings).observe(document.documentElement, { childList: true, subtree: true });
nameThings();
