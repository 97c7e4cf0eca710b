package main

// A comment that a test changes.
func main() { println("hello") }
