// Package phone reads telephone numbers as SMS vendors and people write them, and gives them in the form that B2C
// Service searches by: digits alone.
//
// What it knows of each country (calling code, international and national prefix, possible lengths) is Google's
// libphonenumber metadata, taken from github.com/nyaruka/phonenumbers by the program in generate/ and kept in
// regions.tsv. The parsing follows that library too, and the tests hold this package against it, over every kind of
// number of every country. After an update of the library run
//
//	go generate ./shared/phone
//
// The library itself is not linked into the functions, because it reads all of its metadata before main runs. Measured
// on two cores, beside the Oracle SDK's secrets client and fdk-go: image layer 5.4 MB instead of 3.3 MB, start to first
// answer twice as long (14 ms and 7 ms on a busy machine), 14.1 MB resident instead of 8.8 MB. The older
// github.com/ttacon/libphonenumber: 4.5 MB, 11 ms and 13.1 MB, with the metadata of 2021. This package: 20 kB, read when
// the first number is.
package phone

//go:generate go run ./generate -o regions.tsv
