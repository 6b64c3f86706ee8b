// The microphone: records until a pause or a press, and gives the sound to the hidden field of the
// tab that can be seen. Alt and M starts and ends it.
const LONGEST = 25000; // milliseconds
const PAUSE = 1400; // of silence after the last word
const LOUD = 0.02; // of the sound's mean deviation, that is speech and no hum
// The state is an attribute of the row: Gradio writes the classes of its elements anew.
let recorder = null;
const rowInSight = () => [...document.querySelectorAll(".speaking")].find((row) => row.querySelector(".say")?.offsetParent || row.querySelector(".said")?.offsetParent);
const chooser = (row) => row?.querySelector(".recording input[type=file]");
const deliver = (row, file) => {
  const input = chooser(row), files = new DataTransfer();
  if (!input) return;
  files.items.add(file);
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
// Stops when somebody has spoken and then is silent.
const untilPause = (stream, stop) => {
  const context = new AudioContext(), meter = context.createAnalyser();
  const wave = new Float32Array(meter.fftSize);
  context.createMediaStreamSource(stream).connect(meter);
  let spoke = 0;
  const timer = setInterval(() => {
    meter.getFloatTimeDomainData(wave);
    const level = Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length);
    if (level > LOUD) spoke = performance.now();
    else if (spoke && performance.now() - spoke > PAUSE) stop();
  }, 60);
  return () => { clearInterval(timer); context.close(); };
};
window.speak = async () => {
  const row = rowInSight();
  if (!row || recorder) return;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return chooser(row)?.click();
  }
  const parts = [];
  recorder = new MediaRecorder(stream);
  const quiet = untilPause(stream, hush), limit = setTimeout(hush, LONGEST);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    quiet();
    clearTimeout(limit);
    stream.getTracks().forEach((track) => track.stop());
    row.dataset.voice = "heard";
    const type = recorder.mimeType.split(";")[0];
    recorder = null;
    deliver(row, new File(parts, `spoken.${type.split("/")[1] ?? "webm"}`, { type }));
  };
  recorder.start();
  row.dataset.voice = "open";
};
window.hush = () => recorder?.state === "recording" && recorder.stop();
window.answered = () => document.querySelectorAll(".speaking").forEach((row) => delete row.dataset.voice);
addEventListener("keydown", (event) => {
  if (!(event.altKey && event.code === "KeyM") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (recorder) hush();
  else speak();
});
// A picture in words, aloud.
window.readAloud = (words) => {
  if (!words || !window.speechSynthesis) return;
  const again = speechSynthesis.speaking;
  speechSynthesis.cancel();
  if (again) return;
  const voice = new SpeechSynthesisUtterance(words);
  voice.lang = /[\u3040-\u30ff]/.test(words) ? "ja" : "en";
  speechSynthesis.speak(voice);
};
