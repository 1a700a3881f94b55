package chat

// Imported history stands before everything native: its numbers are negative.

// FirstSeq is below the number of every message.
const FirstSeq = -MaxExact

// importBase is 2^52: times until the year 2112 give negative numbers, and all
// of them are exact in JavaScript.
const importBase = 1 << 52

// MaxImportMS is the last time that an imported message may bear.
const MaxImportMS = importBase/1000 - 2

// ImportSeq numbers the nth imported message of its millisecond in a room. It
// depends on nothing else, so a second run numbers the same.
func ImportSeq(tsMS, n int64) int64 { return tsMS*1000 + n - importBase }
