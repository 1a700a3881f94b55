// Package socketio carries the live feed to Socket.IO clients of 2.x, 3.x and
// 4.x: Engine.IO 3 and 4 (polling, WebSocket, and the change from one to the
// other), and of Socket.IO the namespace "/" with events and acknowledgements.
//
//	engine.go    packets and polling payloads of Engine.IO
//	packet.go    packets of Socket.IO
//	encode.go    the feed's events as packets, and packets as frames of a transport
//	server.go    the door: who asks for what, and what goes on by the clock
//	session.go   one client, from its handshake to its end
//	connect.go   who it is, and where his stream begins
//	polling.go, websocket.go   the two transports
//	events.go    what a client may ask for, through the same verbs as by HTTP
//
// There is no writer goroutine and no queue of events for each client: the pump
// of internal/live writes the shared frames, here in the form of WebSocket frames.
package socketio
