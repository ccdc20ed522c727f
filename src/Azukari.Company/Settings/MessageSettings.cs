using Azukari.Values;

namespace Azukari.Company.Settings;

/// <summary>How messages leave the company: to a mail server, or (for those who try the program) into files.</summary>
public sealed record MessageSettings
{
    /// <summary>The folder of files unless another is named.</summary>
    public const string DefaultFolder = "outbox";

    /// <summary>The sender where the settings name none; reaches nobody.</summary>
    public const string Nobody = "no-reply@azukari.example";

    /// <summary>The address messages come from.</summary>
    public required string From { get; init; }

    /// <summary>The site's address, which links begin with; null for wherever the host listens, which only a trial can do with.</summary>
    public Uri? Site { get; init; }

    /// <summary>A folder each message is written to as a file, relative to the data folder unless absolute; null where a server takes them.</summary>
    public string? Folder { get; init; }

    /// <summary>The server; null where files are written.</summary>
    public SmtpSettings? Smtp { get; init; }

    /// <summary>How many messages a process hands over at a time, 1 to 16.</summary>
    public int Senders { get; init; } = 2;
}

/// <summary>How a connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in clear and is encrypted before anything is said; a server that will not is refused.</summary>
    StartTls,

    /// <summary>Encrypted from its first byte.</summary>
    Tls,

    /// <summary>Not encrypted: only to this machine itself.</summary>
    None,
}

/// <summary>The mail server.</summary>
public sealed record SmtpSettings(string Host, int Port, SmtpSecurity Security)
{
    /// <summary>The login; null where the server knows this machine.</summary>
    public string? Login { get; init; }

    /// <summary>A file of mode 0600 with the password, relative to the data folder unless absolute.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The password as the file has it now; null where there is no login.</summary>
    public string? Password(CompanyOptions options) => PasswordFile is null ? null : File.ReadAllText(options.Resolve(PasswordFile)).Trim();
}

/// <summary>Reads and writes the part <c>messages</c> of the settings.</summary>
internal static class MessageSettingsFile
{
    public static MessageSettings Read(Node node)
    {
        node.Object("from", "site", "folder", "smtp", "senders");
        var settings = new MessageSettings
        {
            From = EmailAddress.TryParse(node.Need("from").Text(), out var from, out _)
                ? from.Address : throw node.Need("from").Wrong("メールアドレスではありません。", "is no e-mail address."),
            Site = node.Child("site") is { } site ? ReadSite(site) : null,
            Folder = node.Child("folder")?.Text(),
            Smtp = node.Child("smtp") is { } smtp ? ReadSmtp(smtp) : null,
            Senders = node.Child("senders")?.Number(1, 16) ?? 2,
        };
        if (settings.Folder is null == settings.Smtp is null) throw node.Wrong("smtp か folder のどちらか一方が必要です。", "has to have either 'smtp' or 'folder'.");
        if (settings is { Smtp: not null, Site: null }) throw node.Wrong("site（リンクの先頭になる https:// のアドレス）が必要です。", "needs 'site', the https address that links begin with.");
        return settings;
    }

    public static System.Text.Json.Nodes.JsonObject Write(MessageSettings settings)
    {
        var node = new System.Text.Json.Nodes.JsonObject { ["from"] = settings.From };
        if (settings.Site is { } site) node["site"] = site.AbsoluteUri;
        if (settings.Folder is { } folder) node["folder"] = folder;
        if (settings.Smtp is { } smtp)
        {
            var server = new System.Text.Json.Nodes.JsonObject { ["host"] = smtp.Host, ["port"] = smtp.Port, ["security"] = Word(smtp.Security) };
            if (smtp.Login is { } login) server["login"] = login;
            if (smtp.PasswordFile is { } file) server["passwordFile"] = file;
            node["smtp"] = server;
        }

        if (settings.Senders != 2) node["senders"] = settings.Senders;
        return node;
    }

    private static SmtpSettings ReadSmtp(Node node)
    {
        node.Object("host", "port", "security", "login", "passwordFile");
        var host = node.Need("host").Text();
        var security = node.Child("security") is not { } given ? SmtpSecurity.StartTls
            : Enum.GetValues<SmtpSecurity>().Where(kind => Word(kind) == given.Text()).Cast<SmtpSecurity?>().FirstOrDefault()
                ?? throw given.Wrong("使えるもの: starttls, tls, none", "is none of starttls, tls, none.");
        if (security == SmtpSecurity.None && !IsHere(host))
            throw node.Child("security")!.Wrong("暗号化しない接続は、この端末の中（localhost）だけで使えます。", "may be none only for a server on this machine (localhost).");
        var smtp = new SmtpSettings(host, node.Child("port")?.Number(1, 65535) ?? (security == SmtpSecurity.Tls ? 465 : 587), security)
        {
            Login = node.Child("login")?.Text(), PasswordFile = node.Child("passwordFile")?.Text(),
        };
        if (smtp.Login is null != smtp.PasswordFile is null) throw node.Wrong("login と passwordFile は両方か、どちらもなしです。", "has to have both 'login' and 'passwordFile', or neither.");
        return smtp;
    }

    private static Uri ReadSite(Node node)
    {
        var text = node.Text();
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var site) && site is { PathAndQuery: "/", UserInfo: "" }
            && (site.Scheme == Uri.UriSchemeHttps || (site.Scheme == Uri.UriSchemeHttp && site.IsLoopback))
            ? site : throw node.Wrong("https://example.jp の形のアドレスが必要です。", "has to be an address like https://example.jp.");
    }

    private static bool IsHere(string host) => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static string Word(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => "starttls",
        SmtpSecurity.Tls => "tls",
        SmtpSecurity.None => "none",
    };
}
