using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Operating;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;

namespace Azukari.Cli.Subjects;

/// <summary>A refusal as a person reads it: the sentence, the clause with its heading, the ledger entry. Exit code 3, always.</summary>
internal static class RefusalPage
{
    public static ExitCode Print(Invocation call, CompanyCore company, Refusal refusal, EntryId? entry, bool json) =>
        Print(call.Screen, company, refusal.Code, refusal.Sentence(call.Screen.LanguageTag), refusal.Clause, entry, json);

    public static ExitCode Print(Invocation call, CompanyCore company, RoleRefused refused, bool json) =>
        Print(call.Screen, company, RoleRefused.Code, refused.Sentence(call.Screen.LanguageTag), refused.Clause, refused.EntryId, json);

    private static ExitCode Print(Screen screen, CompanyCore company, string code, string sentence, ClauseId clauseId, EntryId? entry, bool json)
    {
        var policy = company.Trust.Policies.InForce.Document;
        if (json)
        {
            JsonPage.Write(screen, writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("refused");
                writer.WriteString("reason", code);
                writer.WriteString("clause", clauseId.Value);
                writer.WriteString("sentence", sentence);
                writer.WriteEndObject();
                writer.WriteString("policy", policy.Version.ToString());
                if (entry is { } id) writer.WriteString("entry", id.ToString());
                writer.WriteEndObject();
            });
            return ExitCode.Refused;
        }

        var pairs = new List<(string, string)> { (screen.Say("理由", "reason"), code), (screen.Say("条項", "clause"), ClauseLine(screen, company, clauseId)) };
        pairs.Add((screen.Say("方針", "policy"), policy.Version.ToString()));
        if (entry is { } written) pairs.Add((screen.Say("台帳", "entry"), written.ToString()));
        foreach (var line in DisplayWidth.Wrap(screen.Say($"拒否: {sentence}", $"refused: {sentence}"), screen.Width)) screen.Err.WriteLine(line);
        foreach (var line in TextTable.Pairs(pairs, screen.Width, indent: 2)) screen.Err.WriteLine(line);
        return ExitCode.Refused;
    }

    /// <summary>A clause's id, printed number and heading on one line.</summary>
    public static string ClauseLine(Screen screen, CompanyCore company, ClauseId id)
    {
        var clause = company.Trust.Policies.InForce.Document.FindClause(id);
        if (clause is null) return id.Value;
        var number = clause.Number.Length == 0 ? "" : $"  {clause.Number}";
        return $"{id}{number}  {clause.Heading.In(screen.LanguageTag)}";
    }
}
