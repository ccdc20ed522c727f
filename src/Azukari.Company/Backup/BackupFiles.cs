namespace Azukari.Company.Backup;

/// <summary>Files of backups: mode 0600, in folders of mode 0700, synced.</summary>
internal static class BackupFiles
{
    private static readonly UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        await using var stream = Create(file);
        await stream.WriteAsync(content, cancel);
        stream.Flush(flushToDisk: true);
    }

    public static async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var target = Create(to);
        await source.CopyToAsync(target, cancel);
        target.Flush(flushToDisk: true);
    }

    /// <summary>An empty file of mode 0600, for another program to write into.</summary>
    public static FileStream Create(string file)
    {
        Settings.PrivateFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        return new FileStream(file, options);
    }
}
