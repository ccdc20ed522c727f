using Microsoft.Extensions.Logging;

namespace Azukari.Vault.Hosting;

/// <summary>Everything the trust core logs: ids, counts and codes. No method takes a personal value, so none can be logged from here.</summary>
internal sealed partial class TrustLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} ledger entries wait in the outbox ({Error}); they are drained later")]
    public partial void OutboxWaits(int count, string error);

    [LoggerMessage(2, LogLevel.Information, "Opened: {Erasures} people on the list of erasures, {Finished} erasures finished, {Dropped} unfinished creations removed")]
    public partial void Opened(int erasures, int finished, int dropped);

    [LoggerMessage(3, LogLevel.Warning, "Subject {Subject} is in the vault but has no keys: the key store is older than the vault. The person is unreadable")]
    public partial void NoKeys(SubjectId subject);

    [LoggerMessage(4, LogLevel.Information, "Policy {Version} is in force")]
    public partial void PolicyInForce(string version);

    [LoggerMessage(5, LogLevel.Warning, "Background work of the vault failed ({Error}); it is tried again")]
    public partial void BackgroundFailed(string error);

    [LoggerMessage(6, LogLevel.Warning, "Sealing the ledger failed ({Error}); it is tried again")]
    public partial void SealingFailed(string error);

    [LoggerMessage(7, LogLevel.Information, "Subject {Subject} erased")]
    public partial void Erased(SubjectId subject);

    [LoggerMessage(8, LogLevel.Error, "A sealed value of subject {Subject}, item {Item}, does not open: the row was altered or belongs elsewhere")]
    public partial void ValueDamaged(SubjectId subject, string item);

    [LoggerMessage(9, LogLevel.Information, "Master key {Version} in use: {Rewrapped} keys rewrapped, {Destroyed} old versions destroyed")]
    public partial void Rotated(int version, long rewrapped, int destroyed);

    [LoggerMessage(10, LogLevel.Warning, "{Count} values wait to be indexed ({Error}); they are indexed later")]
    public partial void IndexWaits(int count, string error);
}
