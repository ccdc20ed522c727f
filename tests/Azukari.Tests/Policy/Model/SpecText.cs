using System.Globalization;
using System.Text;
using Azukari.Policy;

namespace Azukari.Tests.Policy.Model;

/// <summary>Writes a spec as the policy file it stands for. The order of clauses, grants and lists may be turned by a seed.</summary>
internal static class SpecText
{
    public static string Set(IEnumerable<string> names) => "[" + string.Join(", ", names.Order(StringComparer.Ordinal)) + "]";

    public static string Yaml(Spec spec, string? previousHash = null, string? previousVersion = null, int turn = 0)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            policy: sample
            version: "{{spec.Version}}"
            effective: {{spec.Version}}-01
            company: { name: { ja: 見本, en: Sample } }
            items:
              name: { label: { ja: 氏名, en: Name }, category: registration, shape: person-name }
              mail: { label: { ja: メール, en: E-mail }, category: registration, shape: email }
              phone: { label: { ja: 電話, en: Phone }, category: registration, shape: phone }
              orders: { label: { ja: 注文, en: Orders }, category: transaction, shape: text }
              health: { label: { ja: 健康, en: Health }, category: special-care, shape: text }
              number: { label: { ja: 個人番号, en: Individual Number }, category: individual-number, shape: individual-number }
            subjects:
              agent: { label: { ja: 代理店, en: Agent } }
              retail: { label: { ja: 顧客, en: Retail } }
              applicant: { label: { ja: 応募者, en: Applicant } }
            recipients:

            """);
        foreach (var recipient in Spec.Recipients)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {recipient}: {{ label: {{ ja: 受領者, en: {recipient} }}, sort: {Spec.Sorts[recipient]}, abroad: {(recipient == "abroad" ? "true" : "false")}, "
                + $"requires: {List(spec.Requires.GetValueOrDefault(recipient, []), turn)} }}\n");
        }
        if (previousHash is not null)
            text.Append(CultureInfo.InvariantCulture, $"previous: {{ version: \"{previousVersion}\", sha256: {previousHash} }}\n");
        text.Append("clauses:\n");
        foreach (var clause in Turned([.. Clauses(spec, turn)], turn))
            text.Append(clause);
        if (spec.Notices.Count > 0)
        {
            text.Append("notice:\n");
            foreach (var (clause, how) in spec.Notices)
                text.Append(CultureInfo.InvariantCulture, $"  - {{ clauses: [{clause}], how: {how}, on: 2026-01-01 }}\n");
        }
        return text.ToString();
    }

    private static IEnumerable<string> Clauses(Spec spec, int turn)
    {
        yield return Clause("principle", $"refuses: [{string.Join(", ", RefusalCodes.All)}]");
        foreach (var (id, purpose) in spec.PurposeRules)
        {
            var grants = string.Concat(Turned(purpose.Grants, turn).Select(g =>
                $"\n        - {{ to: {List(g.To, turn)}, items: {List(g.Items, turn)}, subjects: {List(g.Subjects, turn)}, when: {List(g.When, turn)} }}"));
            yield return Clause(id, $"purpose:\n      subjects: {List(purpose.Subjects, turn)}\n      case: {purpose.Case}\n"
                + (purpose.Statutory ? "      statutory: MNA 9\n" : "") + $"      grants: {(grants.Length == 0 ? "[]" : grants)}");
        }
        if (spec.Uses.Count > 0)
        {
            var uses = string.Concat(Turned([.. spec.Uses], turn).Select(u =>
                $"\n        - {{ id: {u.Id}, parent: {u.Parent}, label: {{ ja: 付随, en: Incidental }}, to: {List(u.To, turn)}, items: {List(u.Items, turn)}"
                + (u.Approved ? ", approved: { by: privacy-manager, on: 2021-01-01 }" : "") + " }"));
            yield return Clause(Spec.Incidental, $"incidental:\n      parents: {List(spec.Uses.Select(u => u.Parent).Distinct(), turn)}\n      uses: {uses}");
        }
        if (spec.JointItems is { } joint)
            yield return Clause("joint.items", $"joint-use: {{ items: {List(joint, turn)} }}");
        foreach (var (id, users) in spec.JointUsers)
        {
            yield return Clause(id, $"joint-use: {{ to: {List(users.To, turn)}"
                + (users.Subjects.Length > 0 ? $", subjects: {List(users.Subjects, turn)}" : "") + (users.Items.Length > 0 ? $", items: {List(users.Items, turn)}" : "") + " }");
        }
        if (spec.JointPurposes is { } purposes)
            yield return Clause("joint.purpose", $"joint-use: {{ purposes: {List(purposes, turn)} }}");
        if (spec.Entrusted is { } covers)
            yield return Clause("entrustment", $"entrustment: {{ to: [carrier], contract: required, covers: {List(covers, turn)} }}");
        foreach (var (id, ground) in spec.Grounds)
        {
            yield return Clause(id, $"ground: {{ to: {List(ground.To, turn)}, items: {List(ground.Items, turn)}, requires: {List(ground.Requires, turn)}, "
                + $"within-purpose: {(ground.Within ? "true" : "false")}, article: {(ground.Article is null ? "null" : $"\"{ground.Article}\"")} }}");
        }
        if (spec.Disclosure is { } right)
            yield return Clause(Spec.Right, $"right: {{ of: disclosure, to: [self], items: {List(right.Items, turn)}{(right.Identity ? ", identity: confirmed" : "")} }}");
        if (spec.Gated is { } gates)
            yield return Clause("duty", $"duty: {{ owner: privacy-manager, evidence: attestation, gates: {List(gates, turn)} }}");
        yield return Clause("collection", "acquisition: { subjects: [agent, retail, applicant], items: [name, mail, phone, orders, health, number], channels: [web], consent: [health] }");
    }

    private static string Clause(string id, string rule) =>
        $"  - id: {id}\n    heading: {{ ja: 見出し, en: Heading of {id} }}\n    text: {{ ja: 本文, en: Text of {id} }}\n    {rule}\n";

    private static string List(IEnumerable<string> names, int turn) => "[" + string.Join(", ", Turned([.. names], turn)) + "]";

    /// <summary>Another order of the same things, the same for the same turn.</summary>
    private static T[] Turned<T>(T[] things, int turn)
    {
        if (turn == 0 || things.Length < 2)
            return things;
        var by = (turn % things.Length + things.Length) % things.Length;
        T[] turned = [.. things.Skip(by), .. things.Take(by)];
        if ((turn & 1) == 1)
            Array.Reverse(turned);
        return turned;
    }
}
