import later from "./en-later.json";
import { addEnglish } from "./t";

// Importing this module is what adds the words: whatever is loaded after the first screen waits for it.
addEnglish(later);
