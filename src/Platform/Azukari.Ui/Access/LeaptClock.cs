namespace Azukari.Ui.Access;

/// <summary>
/// What the clock left behind when it ran ahead and was set back: sessions seen, proofs given and tickets made at a time that has not come. They would last by as much longer as it leapt, so they are worth
/// nothing until then; whoever had one signs in again.
/// </summary>
public static class LeaptClock
{
    /// <summary>By how much nodes' clocks may differ, and a clock be put right, without anybody being signed out.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <summary>The latest time that may have been written by now.</summary>
    public static DateTimeOffset Latest(DateTimeOffset now) => now + Slack;
}
