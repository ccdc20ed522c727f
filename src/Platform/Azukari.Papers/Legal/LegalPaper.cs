using System.Collections.Immutable;
using System.Globalization;
using Azukari.Papers.Contracts;
using Azukari.Policy.Document;

namespace Azukari.Papers.Legal;

/// <summary>The documents a member is given (SCTA 37).</summary>
public enum LegalKind
{
    /// <summary>The outline document (概要書面), before the contract, SCTA 37(1).</summary>
    Outline,

    /// <summary>The contract document (契約書面), after it, SCTA 37(2); its receipt starts the cooling-off period.</summary>
    Contract,
}

/// <summary>As what somebody joins.</summary>
public enum LegalClass
{
    Agent,
    Vip,
    Retail,
}

/// <summary>Whom a contract document is for, as it is printed. Read for this document, and let go.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Address">The member's address; null where none is printed.</param>
/// <param name="Number">The member number; null before one is given.</param>
/// <param name="ConcludedOn">The day the contract was concluded.</param>
/// <param name="Introducer">Who introduced the member, by public nickname or number; null for nobody.</param>
public sealed record LegalParty(string Name, string? Address, string? Number, DateOnly ConcludedOn, string? Introducer)
{
    /// <summary>Somebody nobody is, for looking at the document.</summary>
    public static LegalParty Specimen(string language, DateOnly day) => language == "en"
        ? new("Specimen Taro (specimen)", "1-2-3 Mihon, Minato-ku, Tokyo (specimen)", "MIHON-0001", day, "Mihon (MIHON-0000)")
        : new("見本　太郎（見本）", "東京都港区見本一丁目2番3号（見本）", "MIHON-0001", day, "みほん（MIHON-0000）");

    /// <inheritdoc/>
    public override string ToString() => nameof(LegalParty);
}

/// <summary>Outline and contract documents, from the words of a version and the company's details in its policy.</summary>
public static class LegalPapers
{
    /// <summary>The versions of the words, oldest first.</summary>
    public static ImmutableArray<string> Versions { get; } =
        [.. typeof(LegalPapers).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("legal/", StringComparison.Ordinal)).Select(name => name.Split('/')[1]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The newest version.</summary>
    public static string Newest => Versions[^1];

    /// <summary>The outline document for somebody who means to join.</summary>
    /// <param name="who">The company, as the policy in force names it.</param>
    /// <param name="language"><c>ja</c>, or <c>en</c> for the courtesy translation.</param>
    /// <param name="day">The day it is made.</param>
    /// <param name="version">The version of its words; the newest when null.</param>
    public static Paper Outline(LegalClass kind, Company who, string language, DateOnly day, string? version = null) =>
        Make(LegalKind.Outline, kind, who, null, language, day, version);

    /// <summary>The contract document of somebody who has joined.</summary>
    /// <inheritdoc cref="Outline" path="/param"/>
    /// <param name="party">Whom it is for.</param>
    public static Paper Contract(LegalClass kind, Company who, LegalParty party, string language, DateOnly day, string? version = null) =>
        Make(LegalKind.Contract, kind, who, party, language, day, version);

    private static Paper Make(LegalKind document, LegalClass kind, Company who, LegalParty? party, string language, DateOnly day, string? version)
    {
        version ??= Newest;
        if (language is not ("ja" or "en")) throw new ArgumentException("A document is in ja or en.", nameof(language));
        var name = $"legal/{version}/{Word(document)}.{language}.txt";
        using var stream = typeof(LegalPapers).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There are no documents of version {version}.", nameof(version));
        using var reader = new StreamReader(stream);
        var text = LegalText.Read(reader.ReadToEnd(), Word(kind), place => Value(place, kind, who, party, language, day));
        return new Paper
        {
            Title = text.Title, Subtitle = text.Subtitle, Language = language, Version = $"{Word(document)}-{version}", Day = day, Issuer = who.Name.In(language),
            Mark = language == "en" ? "SPECIMEN" : "見本", Blocks = text.Blocks,
        };
    }

    private static string Value(string place, LegalClass kind, Company who, LegalParty? party, string language, DateOnly day) => place switch
    {
        "company" => who.Name.In(language),
        "address" => Detail(who.Address, language),
        "representative" => Detail(who.Representative, language),
        "phone" => who.Contact?.TollFree ?? Unpublished(language),
        "email" => who.Contact?.Email ?? Unpublished(language),
        "class" => (kind, language) switch
        {
            (LegalClass.Agent, "en") => "Agent",
            (LegalClass.Vip, "en") => "VIP customer",
            (LegalClass.Retail, "en") => "Retail customer",
            (LegalClass.Agent, _) => "エージェント",
            (LegalClass.Vip, _) => "VIPカスタマー",
            (LegalClass.Retail, _) => "リテールカスタマー",
        },
        "day" => Day(day, language),
        "member" => party?.Name ?? "",
        "member-address" => party?.Address ?? "—",
        "member-number" => party?.Number ?? "—",
        "concluded" => party is null ? "" : Day(party.ConcludedOn, language),
        "introducer" => party?.Introducer ?? (language == "en" ? "none" : "なし"),
        _ => throw new InvalidOperationException($"A legal text has a place {{{place}}} nothing stands for."),
    };

    private static string Detail(CompanyDetail? detail, string language) =>
        detail is null ? Unpublished(language) : detail.Text.In(language) + (detail.Specimen ? (language == "en" ? " (specimen)" : "（見本）") : "");

    private static string Unpublished(string language) => language == "en" ? "(not published)" : "（未公表）";

    private static string Day(DateOnly day, string language) => language == "en"
        ? day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB")) : day.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture);

    private static string Word(LegalKind document) => document == LegalKind.Outline ? "outline" : "contract";

    private static string Word(LegalClass kind) => kind switch
    {
        LegalClass.Agent => "agent",
        LegalClass.Vip => "vip",
        LegalClass.Retail => "retail",
    };
}
