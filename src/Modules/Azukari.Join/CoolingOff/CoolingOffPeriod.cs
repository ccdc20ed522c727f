namespace Azukari.Join.CoolingOff;

/// <summary>
/// The days within which a contract of chain sales can be undone (SCTA 40): twenty, the day the contract document was received being the first, or
/// the day of the first goods where that is later. Notice given on the last day, until its end in Japan, is in time: it takes effect when it is
/// sent, not when it arrives.
/// </summary>
public static class CoolingOffPeriod
{
    /// <summary>How many days, the first included.</summary>
    public const int Days = 20;

    /// <summary>The last day on which notice can be given.</summary>
    /// <param name="contractReceived">The day the contract document was received.</param>
    /// <param name="firstGoods">The day the first goods were received; null while none were, or where none are sold.</param>
    public static DateOnly LastDay(DateOnly contractReceived, DateOnly? firstGoods = null) =>
        (firstGoods is { } goods && goods > contractReceived ? goods : contractReceived).AddDays(Days - 1);

    /// <summary>Whether a notice sent on a day is in time. Until the document is received the days have not begun to run: it always is.</summary>
    public static bool IsInTime(DateOnly sent, DateOnly? contractReceived, DateOnly? firstGoods = null) =>
        contractReceived is not { } received || sent <= LastDay(received, firstGoods);
}
