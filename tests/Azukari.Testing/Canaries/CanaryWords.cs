namespace Azukari.Testing.Canaries;

/// <summary>
/// Words that stand in the personal values of test people and nowhere else, so that finding one in any file the program wrote
/// proves a leak. Tests that store people use these words; the canary scan looks for them after the whole suite.
/// </summary>
public static class CanaryWords
{
    public const string FamilyName = "金糸雀屋敷";
    public const string GivenName = "囀鳴美子";
    public const string FamilyKana = "カナリヤヤシキ";
    public const string GivenKana = "サエズリナルミコ";
    public const string Town = "金糸雀町囀り";
    public const string Building = "カナリヤ荘囀棟";
    public const string MailLocalPart = "canary-7c41f0";
    public const string MemberNumberPrefix = "CNRY77";
    public const string Note = "籠の鳥の相談内容";

    /// <summary>Every word the scan looks for.</summary>
    public static IReadOnlyList<string> All { get; } =
        [FamilyName, GivenName, FamilyKana, GivenKana, Town, Building, MailLocalPart, MemberNumberPrefix, Note];

    /// <summary>A mail address that reaches nobody.</summary>
    public static string Mail(int number) => $"{MailLocalPart}.{number}@example.jp";

    /// <summary>A member number.</summary>
    public static string MemberNumber(int number) => $"{MemberNumberPrefix}{number:D6}";
}
