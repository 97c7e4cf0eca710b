// Package fidelity lists what the local cloud assumes about OCI.
package fidelity
