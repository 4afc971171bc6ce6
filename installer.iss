; SuperToken Desktop for Windows, with Inno Setup 6.3 or newer.
; `python packaging/windows_installer.py` hands over the version and where the bundle lies.

#ifndef AppVersion
  #error Say the version: /DAppVersion=… (windows_installer.py reads it from supertoken_desktop/__init__.py)
#endif
#ifndef AppVersionNumbers
  #define AppVersionNumbers AppVersion
#endif
#ifndef Bundle
  #define Bundle "dist\supertoken-desktop"
#endif
; Windows on Arm runs an x64 bundle, too; a bundle of its own is built with arm64.
#ifndef Architecture
  #define Architecture "x64compatible"
#endif
#define Title "SuperToken Desktop"
#define Program "supertoken-desktop"
#define Command "supertoken"
#define Scheme "supertoken"
#define SchemeKey "Software\Classes\" + Scheme
; As supertoken_desktop/autostart.py writes them, under the title.
#define RunKey "Software\Microsoft\Windows\CurrentVersion\Run"
#define ApprovedKey "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

[Setup]
; What it was installed under is what the next version looks for: never change it.
AppId={{EE0C2C94-3F59-4C2A-B145-192122F3BE18}
AppName={#Title}
AppVersion={#AppVersion}
AppPublisher={#Title} contributors
VersionInfoVersion={#AppVersionNumbers}
VersionInfoProductTextVersion={#AppVersion}
UninstallDisplayName={#Title}
UninstallDisplayIcon={app}\{#Program}.exe

; For the one who installs, without asking for an administrator.
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\{#Title}
DisableProgramGroupPage=yes
ArchitecturesAllowed={#Architecture}
#if Architecture != "x86compatible"
ArchitecturesInstallIn64BitMode={#Architecture}
#endif
; The oldest that Qt 6.11 runs on.
MinVersion=10.0.17763

; A running program is asked to close through the Restart Manager, which lets it save.
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.dll,*.pyd
RestartApplications=no
SetupMutex={#Program}-setup
ChangesAssociations=yes

WizardStyle=modern
ShowLanguageDialog=auto
SetupIconFile=build\icons\{#Program}.ico
Compression=lzma2/max
SolidCompression=yes
OutputDir=dist
OutputBaseFilename={#Program}-{#AppVersion}-windows-{#Architecture == "arm64" ? "arm64" : Architecture == "x64compatible" ? "x64" : "x86"}
#ifdef Sign
SignTool=supertoken
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "zh"; MessagesFile: "compiler:Default.isl,packaging\windows\zh_CN.isl"

[CustomMessages]
en.TaskStartMenu=Show {#Title} in the &Start menu
zh.TaskStartMenu=在“开始”菜单中显示 {#Title}
en.TaskLinks=Open supertoken:// &links with {#Title}
zh.TaskLinks=用 {#Title} 打开 supertoken:// 链接
en.TaskAutostart=Start {#Title} when you &log in to Windows
zh.TaskAutostart=登录 Windows 时启动 {#Title}
en.LaunchNow=Start {#Title} now
zh.LaunchNow=立即启动 {#Title}
en.LinkName=SuperToken link
zh.LinkName=SuperToken 链接
en.StillRunning={#Title} is still running, so nothing was changed.%n%nQuit it, by its icon in the notification area, too, and try again.
zh.StillRunning={#Title} 仍在运行，因此没有做任何更改。%n%n请退出程序（也包括通知区域中的图标），然后重试。
en.DeleteHistory=Delete your conversations and settings as well?%n%n%1%n%nThey cannot be brought back. If you answer No, they stay where they are, and a later installation finds them again. Saved keys stay in the Windows Credential Manager either way.
zh.DeleteHistory=是否同时删除你的对话和设置？%n%n%1%n%n删除后无法恢复。如果选择“否”，它们会原样保留，以后重新安装时可以继续使用。无论如何，已保存的密钥都会留在 Windows 凭据管理器中。
en.HistoryLeft=Not all conversations and settings could be deleted. What is left lies in:%n%n%1
zh.HistoryLeft=有些对话和设置未能删除。剩余内容位于：%n%n%1

[Tasks]
Name: "startmenu"; Description: "{cm:TaskStartMenu}"
Name: "links"; Description: "{cm:TaskLinks}"
Name: "autostart"; Description: "{cm:TaskAutostart}"; Flags: unchecked

[InstallDelete]
; The first thing that is done. Modules of an older version beside those of a newer one would be found
; by mistake.
Type: filesandordirs; Name: "{app}\_internal"; Check: IsToBeReplaced
Type: files; Name: "{userprograms}\{#Title}.lnk"; Tasks: not startmenu

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{userprograms}\{#Title}"; Filename: "{app}\{#Program}.exe"; WorkingDir: "{app}"; Tasks: startmenu

[Registry]
Root: HKCU; Subkey: "{#SchemeKey}"; ValueType: string; ValueData: "URL:{cm:LinkName}"; Tasks: links
Root: HKCU; Subkey: "{#SchemeKey}"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""; Tasks: links
Root: HKCU; Subkey: "{#SchemeKey}\DefaultIcon"; ValueType: string; ValueData: """{app}\{#Program}.exe"",0"; Tasks: links
Root: HKCU; Subkey: "{#SchemeKey}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}.exe"" -- ""%1"""; Tasks: links
Root: HKCU; Subkey: "{#RunKey}"; ValueType: string; ValueName: "{#Title}"; ValueData: """{app}\{#Program}.exe"" --hidden"; Check: not IsOurs('{#RunKey}', '{#Title}'); Tasks: autostart

[Run]
Filename: "{app}\{#Program}.exe"; Description: "{cm:LaunchNow}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Compiled modules that the program may have written beside its own.
Type: filesandordirs; Name: "{app}\_internal"

[Code]
function IsOurFolder: Boolean;
begin
  Result := FileExists(ExpandConstant('{app}\{#Program}.exe'));
end;

{ Windows lets nobody write to a program that runs. }
function IsInUse(Name: String): Boolean;
var
  Path: String;
  Stream: TFileStream;
begin
  Path := ExpandConstant('{app}\') + Name;
  Result := False;
  if FileExists(Path) then
    try
      Stream := TFileStream.Create(Path, fmOpenReadWrite or fmShareDenyNone);
      Stream.Free;
    except
      Result := True;
    end;
end;

function IsRunning: Boolean;
begin
  Result := IsInUse('{#Program}.exe') or IsInUse('{#Command}.exe');
end;

{ Wait for the user to quit what the Restart Manager could not close; False where they give up. }
function MayGoOn: Boolean;
begin
  Result := True;
  while Result and IsRunning do
    Result := SuppressibleMsgBox(
      CustomMessage('StillRunning'), mbError, MB_RETRYCANCEL, IDCANCEL) = IDRETRY;
end;

function IsToBeReplaced: Boolean;
begin
  Result := IsOurFolder;
  { Half an upgrade would not start. }
  if Result and not MayGoOn then
    Abort;
end;

{ Where the program keeps conversations, settings and logs, as supertoken_desktop/paths.py says. }
function HistoryFolder: String;
begin
  Result := ExpandConstant('{localappdata}\{#Program}');
end;

{ Another program, or another copy of ours, may have taken the entry over: then it is not ours. }
function IsOurs(Subkey, ValueName: String): Boolean;
var
  Data: String;
begin
  Result := RegQueryStringValue(HKCU, Subkey, ValueName, Data)
    and (Pos(Lowercase(ExpandConstant('{app}\')), Lowercase(Data)) > 0);
end;

procedure RemoveLinks;
begin
  if IsOurs('{#SchemeKey}\shell\open\command', '') then
    RegDeleteKeyIncludingSubkeys(HKCU, '{#SchemeKey}');
end;

procedure RemoveAutostart;
begin
  if IsOurs('{#RunKey}', '{#Title}') then begin
    RegDeleteValue(HKCU, '{#RunKey}', '{#Title}');
    RegDeleteValue(HKCU, '{#ApprovedKey}', '{#Title}');
  end;
end;

procedure Tick(Task: String; IsTicked: Boolean);
begin
  if IsTicked then
    WizardSelectTasks(Task)
  else
    WizardSelectTasks('!' + Task);
end;

{ The program's own settings may have changed since it was installed: begin with what is in force. }
procedure CurPageChanged(CurPageID: Integer);
var
  IsChosenByCommand: Boolean;
begin
  IsChosenByCommand := ExpandConstant('{param:TASKS|}{param:MERGETASKS|}') <> '';
  if (CurPageID = wpSelectTasks) and IsOurFolder and not IsChosenByCommand then begin
    Tick('links', IsOurs('{#SchemeKey}\shell\open\command', ''));
    Tick('autostart', IsOurs('{#RunKey}', '{#Title}'));
  end;
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssInstall then begin
    if not WizardIsTaskSelected('links') then
      RemoveLinks;
    if not WizardIsTaskSelected('autostart') then
      RemoveAutostart;
  end;
end;

function InitializeUninstall: Boolean;
begin
  Result := MayGoOn;
end;

procedure OfferToDeleteHistory;
var
  Question: String;
begin
  { Who uninstalls without being asked has not said that the conversations may go. }
  if UninstallSilent or not DirExists(HistoryFolder) then
    Exit;
  Question := FmtMessage(CustomMessage('DeleteHistory'), [HistoryFolder]);
  if MsgBox(Question, mbConfirmation, MB_YESNO or MB_DEFBUTTON2) <> IDYES then
    Exit;
  if not DelTree(HistoryFolder, True, True, True) then
    MsgBox(FmtMessage(CustomMessage('HistoryLeft'), [HistoryFolder]), mbError, MB_OK);
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  case CurUninstallStep of
    usUninstall: begin
      RemoveLinks;
      RemoveAutostart;
    end;
    usPostUninstall: OfferToDeleteHistory;
  end;
end;
