using Azukari.Company;
using Azukari.Company.Settings;
using Microsoft.Extensions.Hosting;

namespace Azukari.Messages.Sending;

/// <summary>Opens posts as the settings say.</summary>
internal sealed class Posts(CompanyCore company, IHostEnvironment environment)
{
    /// <summary>How long a server may take for one letter.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Where letters are written to files; null where they go to a server, or nowhere.</summary>
    public string? Folder => company.Settings.Messages switch
    {
        { Folder: { } folder } => company.Options.Resolve(folder),
        null when environment.IsDevelopment() => company.Options.Resolve(MessageSettings.DefaultFolder),
        _ => null,
    };

    /// <summary>Whether messages can be sent at all: a company that named no server keeps them waiting.</summary>
    public bool Any => Folder is not null || company.Settings.Messages?.Smtp is not null;

    /// <summary>How many are handed over at a time by this process.</summary>
    public int Senders => company.Settings.Messages?.Senders ?? 1;

    public IPost Open() => Folder is { } folder
        ? new FilePost(folder)
        : company.Settings.Messages?.Smtp is { } smtp ? new SmtpPost(smtp, () => smtp.Password(company.Options), Patience) : throw new InvalidOperationException("No server is named.");
}
