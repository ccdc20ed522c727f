using Azukari.Vault;

namespace Azukari.Company.Hosting;

/// <summary>What the host says on the terminal when it is up: what to open and what to try, in Japanese and English, at most 100 columns but for commands.</summary>
public static class Welcome
{
    /// <summary>The lines.</summary>
    /// <param name="company">The open company.</param>
    /// <param name="start">How the host came up.</param>
    /// <param name="address">Where the site is served.</param>
    /// <param name="command">How the command line is called from here, for instance <c>azukari</c>.</param>
    /// <param name="somebody">A person to try things on, when there is one.</param>
    /// <param name="clients">The file with the sample's clients, where there is one.</param>
    /// <param name="console">A link that signs in to the console once, where one was made.</param>
    public static IEnumerable<string> Lines(CompanyCore company, CompanyStart start, string address, string command, SubjectId? somebody, string? console = null, string? clients = null)
    {
        var policy = company.Trust.Policies.InForce.Document;
        var engine = company.Settings.Postgres is null ? "SQLite" : "PostgreSQL";
        yield return "";
        if (start is { IsNew: true, Sample: { } made })
        {
            yield return $"  見本の会社と {made.People} 人を作りました。人も値も架空です。";
            yield return $"  A sample company with {made.People} people was made. Nobody in it is real.";
            yield return "";
        }

        yield return $"  {policy.Company.Name.Ja} / {policy.Company.Name.En}";
        yield return $"  方針 policy {policy.Version}   データ data {company.Options.Folder} ({engine})";
        yield return "";
        yield return "  開く / open";
        yield return $"    {address}/policy       プライバシーポリシー（日本語）";
        yield return $"    {address}/en/policy    the policy in English";
        yield return $"    {address}/policy/diff/2021-04/2026-10    何が変わったか / what changed";
        yield return $"    {address}/join         会員登録 / become a member";
        yield return $"    {address}/account/sign-in    会員のサインイン / members sign in";
        if (console is not null)
        {
            yield return "";
            yield return "  管理画面（1回だけ、10分以内）/ the console (once, within ten minutes)";
            yield return $"    {console}";
        }

        if (clients is not null)
        {
            yield return "";
            yield return "  見本のアカウントと API クライアント、その秘密 / sample accounts and API clients, with their secrets";
            yield return $"    {clients}";
            yield return $"    {address}/openapi/v1.json";
        }

        if (somebody is { } subject)
        {
            yield return "";
            yield return "  別の端末で試す / try in another terminal";
            yield return $"    {command} access --purpose purpose.member.2 --as staff.shipping --items name,address,mobile --case order-1042 {subject}";
            yield return $"    {command} history {subject}";
            yield return $"    {command} ledger verify";
        }

        yield return "";
        yield return "  終わるには Ctrl+C / Ctrl+C to stop";
        yield return "";
    }
}
