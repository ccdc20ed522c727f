using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azukari.Testing;
using Azukari.Tests.Architecture;

namespace Azukari.Tests.Adoption;

/// <summary>The packages of the trust core, and an application far from this repository that is built from nothing else.</summary>
public sealed partial class PackageTests
{
    private static readonly string Trust = Path.Combine(Repository.Root, "src", "Trust");

    [Fact]
    public async Task The_clinic_builds_and_runs_from_the_packages_as_the_guide_says()
    {
        var folder = TestRun.NewFolder("packages");
        var version = $"0.0.0-test.{Guid.NewGuid():N}";
        await PackAsync(folder, version);

        var application = Path.Combine(folder, "application");
        Directory.CreateDirectory(Path.Combine(application, "policy"));
        var sample = Path.Combine(Repository.Root, "samples", "clinic");
        File.Copy(Path.Combine(sample, "Program.cs"), Path.Combine(application, "Program.cs"));
        File.Copy(Path.Combine(sample, "policy", "2026-11.yaml"), Path.Combine(application, "policy", "2026-11.yaml"));
        await File.WriteAllTextAsync(Path.Combine(application, "Clinic.csproj"), GuidedProject().Replace("Version=\"0.1.0\"", $"Version=\"{version}\"", StringComparison.Ordinal), Cancel);
        // Its own package folder, so that none of these versions stays behind; what the machine has already is taken from there.
        await File.WriteAllTextAsync(Path.Combine(application, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder}/restored" /></config>
              <packageSources><add key="trust" value="{folder}/feed" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{Machine()}" /></fallbackPackageFolders>
            </configuration>
            """, Cancel);
        await DotnetAsync(application, "build", "--nologo", "--verbosity", "quiet", "--output", Path.Combine(folder, "built"));

        await using var clinic = await ClinicProcess.StartAsync(Path.Combine(folder, "built", "Clinic.dll"));
        var booked = await clinic.BookAsync(consent: false, ("name", "見本 太郎"), ("phone", "090-0000-1234"), ("appointment", "2026-12-01 10:30"));
        Assert.True(booked.IsSuccessStatusCode, await booked.Content.ReadAsStringAsync(Cancel));

        AssertComplete(Path.Combine(folder, "feed"));
    }

    /// <summary>Every project of the trust core is a package with readme, licence, documentation and symbols, and none needs the web or an ORM.</summary>
    private static void AssertComplete(string feed)
    {
        var projects = Directory.GetFiles(Trust, "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order().ToList();
        var packages = Directory.GetFiles(feed, "*.nupkg").ToDictionary(file => Id(file), StringComparer.Ordinal);
        Assert.Equal(projects, packages.Keys.Order());
        foreach (var (id, file) in packages)
        {
            using var package = ZipFile.OpenRead(file);
            string[] names = [.. package.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", names);
            Assert.Contains($"lib/net10.0/{id}.xml", names);
            Assert.True(File.Exists(Path.ChangeExtension(file, ".snupkg")), $"{id} has no symbols");
            using var spec = package.GetEntry(id + ".nuspec")!.Open();
            var xml = XDocument.Load(spec).Root!;
            string Value(string name) => xml.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
            Assert.Equal("MIT", Value("license"));
            Assert.True(Value("description").Length > 40, $"{id} does not say what it is");
            Assert.DoesNotContain(xml.Descendants().Where(element => element.Name.LocalName is "dependency" or "frameworkReference"), needed =>
                Regex.IsMatch((string?)needed.Attribute("id") ?? (string?)needed.Attribute("name") ?? "", "AspNetCore|EntityFrameworkCore"));
        }
    }

    private static string Id(string file) => PackageName().Match(Path.GetFileName(file)).Groups[1].Value;

    private static async Task PackAsync(string folder, string version)
    {
        // Packs what is built: the same configuration as this test.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
        await DotnetAsync(folder, "pack", Path.Combine(Repository.Root, "Azukari.slnx"), "--no-build", "--configuration", configuration, $"-p:Version={version}", "--output", Path.Combine(folder, "feed"), "--nologo", "--verbosity", "quiet");
    }

    private static async Task DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["UseSharedCompilation"] = "true";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}{await error}");
    }

    /// <summary>The project file the guide prints.</summary>
    private static string GuidedProject()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "adopt.md"));
        return XmlBlock().Match(guide).Groups[1].Value;
    }

    private static string Machine() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"```xml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex XmlBlock();

    [GeneratedRegex(@"^(.+?)\.\d+\.\d+\.\d+")]
    private static partial Regex PackageName();
}
