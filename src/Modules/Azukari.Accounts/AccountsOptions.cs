namespace Azukari.Accounts;

/// <summary>Settings of accounts, section <c>Accounts</c>.</summary>
public sealed class AccountsOptions
{
    /// <summary>How long an answer to a sign-in takes at least, in milliseconds, so that its time tells nothing. Default 400; 0 to 5,000.</summary>
    public int AnswerAfterMilliseconds { get; set; } = 400;

    /// <summary>How many attempts to sign in one address may make a minute. Default 20; 1 to 10,000.</summary>
    public int AttemptsPerMinute { get; set; } = 20;

    /// <summary>After how many failures in a row a name is locked. Default 5; 3 to 20.</summary>
    public int FailuresUntilLocked { get; set; } = 5;

    /// <summary>For how many minutes it is locked. Default 15; 1 to 1,440.</summary>
    public int LockedMinutes { get; set; } = 15;

    /// <summary>For how many days, once the letter to the address before went out, an address staff typed gets no link that sets a password. Default 7; 1 to 60.</summary>
    public int ChangedAddressDays { get; set; } = 7;

    internal IEnumerable<string> Problems()
    {
        if (AnswerAfterMilliseconds is < 0 or > 5_000) yield return "Accounts:AnswerAfterMilliseconds is 0 to 5000.";
        if (AttemptsPerMinute is < 1 or > 10_000) yield return "Accounts:AttemptsPerMinute is 1 to 10000.";
        if (FailuresUntilLocked is < 3 or > 20) yield return "Accounts:FailuresUntilLocked is 3 to 20.";
        if (ChangedAddressDays is < 1 or > 60) yield return "Accounts:ChangedAddressDays is 1 to 60.";
        if (LockedMinutes is < 1 or > 1_440) yield return "Accounts:LockedMinutes is 1 to 1440.";
    }
}
