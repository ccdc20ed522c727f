using Azukari.Members.Contracts;
using Azukari.Values;

namespace Azukari.Portal.Home;

/// <summary>Since when a member is what they are: a change of class that was undone by cooling-off counts as if it had never been.</summary>
internal static class ClassSince
{
    /// <summary>The day, in Japan; null before the registration, from which a class counts at the earliest.</summary>
    /// <param name="membership">The membership.</param>
    /// <param name="history">What became of it, oldest first.</param>
    public static DateOnly? Of(Membership membership, IEnumerable<MemberEvent> history)
    {
        if (membership.RegisteredAt is not { } registered) return null;
        var changes = new Stack<DateTimeOffset>();
        foreach (var change in history.Where(change => change.Change == MemberChange.Class))
        {
            if (change.Reason == "cooling-off") changes.TryPop(out _);
            else changes.Push(change.At);
        }

        return JapanTime.DayOf(changes.TryPeek(out var last) && last > registered ? last : registered);
    }
}
