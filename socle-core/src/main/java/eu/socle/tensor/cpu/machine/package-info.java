/// Kernels as x86-64 machine code that the engine assembles itself, for what the Vector API cannot
/// say: dot products of bytes (AVX-512 VNNI) and prefetching.
///
/// Read [eu.socle.tensor.cpu.machine.Assembler] (instructions to bytes), then
/// [eu.socle.tensor.cpu.machine.MachineCode] (bytes to something that can be called). Each kernel
/// has a twin in the Vector API that gives the same bits; a machine without these instructions, or
/// one that forbids such memory, uses the twin, and [eu.socle.tensor.cpu.CpuBackend#describe] says
/// which it is.
@NullMarked
package eu.socle.tensor.cpu.machine;

import org.jspecify.annotations.NullMarked;
