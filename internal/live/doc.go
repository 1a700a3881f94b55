// Package live hands changes to open connections.
//
// The log (the store's feed) is the truth and the ring is a doorbell. For each
// workspace the hub keeps a window of encoded frames in feed order. A ring that
// continues it is used as it comes; anything else makes the hub read the gap.
// So rings may be lost, repeated and reordered, and order still holds:
//
//   - frames of a workspace stand in the order of their seq, without gaps;
//   - a connection gets the frames that its person may see, in that order, once;
//   - who may see a frame is decided when it is handed out, by the rights of then;
//   - a connection that cannot keep up is closed and resumes by its cursor.
//
// The package knows chat/ and nothing of SQL or HTTP: what it needs is in Config.
package live
