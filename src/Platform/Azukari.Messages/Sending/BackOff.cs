namespace Azukari.Messages.Sending;

/// <summary>How long a message, or a sender, waits before it tries again.</summary>
internal static class BackOff
{
    private static readonly double[] Minutes = [1, 5, 15, 30, 60, 120, 240];

    /// <summary>No message waits longer than this for its next try.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(Minutes[^1] * 1.25);

    /// <summary>After an attempt that failed: longer each time, and up to a fifth more by the message's id, so that many do not come back at once.</summary>
    /// <param name="attempt">Which one failed, from 1.</param>
    public static TimeSpan After(int attempt, Guid message) =>
        TimeSpan.FromMinutes(Minutes[Math.Clamp(attempt, 1, Minutes.Length) - 1]) * (1 + (message.ToByteArray()[15] / 255.0 / 5));

    /// <summary>While the server is away: a second, doubled each time, at most five minutes.</summary>
    /// <param name="times">How often it was found away in a row, from 1.</param>
    public static TimeSpan WhileAway(int times) => TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(times, 10) - 1)));
}
