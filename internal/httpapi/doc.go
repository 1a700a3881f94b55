// Package httpapi is the REST door: it decodes a request, calls one verb of
// app, and encodes the answer. It decides nothing.
//
// The route table is spread over the areas (accountRoutes, roomRoutes …), one
// line for each route; routes.go holds the words of these lines. The OpenAPI
// document is made from the same table, so the two cannot differ.
package httpapi
