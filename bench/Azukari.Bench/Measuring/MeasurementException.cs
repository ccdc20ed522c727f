namespace Azukari.Bench.Measuring;

/// <summary>What was measured is not what was meant to be: a value did not open, an entry is missing, the disk does not sync.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
