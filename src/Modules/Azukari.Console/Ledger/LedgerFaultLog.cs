using Microsoft.Extensions.Logging;

namespace Azukari.Console.Ledger;

/// <summary>What the operator of the host reads when a page could not read the ledger.</summary>
internal static partial class LedgerFaultLog
{
    [LoggerMessage(7102, LogLevel.Error, "A page could not read the ledger: {Error}")]
    public static partial void Unreadable(ILogger logger, string error);
}
