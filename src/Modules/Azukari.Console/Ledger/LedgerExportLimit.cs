namespace Azukari.Console.Ledger;

/// <summary>How many entries one file takes.</summary>
/// <param name="Rows">At most 1,048,573: a sheet of Excel holds 1,048,576 rows, three of them the head.</param>
internal sealed record LedgerExportLimit(int Rows);
